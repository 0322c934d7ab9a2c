"""Made-up accounts for trying the product on one's own machine."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from wagtail.users.models import UserProfile

from cms.assessment.roles import ASSESSORS, LEADS, assessor_group_name, make_assessor_groups
from cms.translation.roles import SOURCE_EDITORS, make_groups, reviewer_group_name, translator_group_name

PASSWORD = "perennial-demo"  # noqa: S105  shown on purpose: demo accounts exist only in demo mode


@dataclass(frozen=True)
class DemoAccount:
    """A login, what it is for, its group ("" for the administrator) and the language of its admin."""

    username: str
    role: str
    group: str
    language: str


ACCOUNTS = (
    DemoAccount("admin", "administrator", "", "en"),
    DemoAccount("editor", "source editor", SOURCE_EDITORS, "en"),
    DemoAccount("kaisa", "translator, Finnish", translator_group_name("fi"), "fi"),
    DemoAccount("matti", "reviewer, Finnish", reviewer_group_name("fi"), "fi"),
    DemoAccount("piotr", "translator, Polish", translator_group_name("pl"), "pl"),
    DemoAccount("ewa", "reviewer, Polish", reviewer_group_name("pl"), "pl"),
    DemoAccount("assessor", "assessor", ASSESSORS, "en"),
    DemoAccount("sari", "assessor, Finnish", assessor_group_name("fi"), "fi"),
    DemoAccount("lead", "lead assessor", LEADS, "en"),
)


def make_accounts() -> None:
    """Make the accounts that are missing; existing ones keep their password."""
    make_groups()
    make_assessor_groups()
    groups = {group.name: group for group in Group.objects.all()}
    for account in ACCOUNTS:
        if account.group and account.group not in groups:
            continue  # the site does not have this language
        user, created = User.objects.get_or_create(
            username=account.username,
            defaults={"email": f"{account.username}@perennial.example", "is_superuser": not account.group},
        )
        if not created:
            continue
        user.set_password(PASSWORD)
        user.is_staff = not account.group
        user.save()
        if account.group:
            user.groups.add(groups[account.group])
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = account.language
        profile.save()
