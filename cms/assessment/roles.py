"""The group of people who assess applications."""

from django.contrib.auth.models import Group, Permission

ASSESSORS = "Assessors"


def make_assessor_group() -> Group:
    """Return the group of assessors, made if need be: into the admin, to the desk, and nowhere else."""
    group, _made = Group.objects.get_or_create(name=ASSESSORS)
    group.permissions.set(
        [
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
            Permission.objects.get(content_type__app_label="issuance", codename="assess_application"),
        ]
    )
    return group
