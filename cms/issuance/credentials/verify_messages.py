"""The words of the verify page's script, in the language that is active. The script itself holds none."""

from django.utils.translation import gettext as _


def verify_messages() -> dict[str, str]:
    """Return every message by its key; `{name}` stands for a value that the script puts in."""
    return {**_verdicts(), **_headings(), **_file_reasons(), **_origin_reasons(), **_state_reasons()}


def _verdicts() -> dict[str, str]:
    """The answer, as one sentence."""
    return {
        "verdict.valid": _("This badge is genuine and in force."),
        "verdict.unchecked": _("This badge is genuine, but whether it is still in force could not be checked."),
        "verdict.other_holder": _("This badge is genuine and in force, but it belongs to another e-mail address."),
        "verdict.revoked": _("This badge is genuine, but it has been revoked."),
        "verdict.expired": _("This badge is genuine, but it has expired."),
        "verdict.not_yet": _("This badge is genuine, but it is not valid yet."),
        "verdict.leaked": _("This badge proves nothing: the key that signed it may be in other hands."),
        "verdict.changed": _("This badge is not genuine. It was changed, or we never issued it."),
        "verdict.other_issuer": _("This badge is not from us, so this page cannot say whether it is genuine."),
        "verdict.not_badge": _("This is not a badge that this page can read."),
        "page.working": _("Checking the badge"),
        "page.failed": _("Something went wrong in your browser. Reload the page and try again."),
        "page.no_record": _(
            "The list of our keys and revoked badges did not load. Reload the page, or open it from the complete site."
        ),
    }


def _headings() -> dict[str, str]:
    """Headings, names of the checks, and their states."""
    return {
        "checks.heading": _("What was checked"),
        "check.file": _("File"),
        "check.issuer": _("Issuer"),
        "check.signature": _("Signature"),
        "check.status": _("Status"),
        "check.dates": _("Dates"),
        "check.achievement": _("Criteria"),
        "check.endorsement": _("Endorsement"),
        "check.holder": _("Holder"),
        "state.passed": _("Passed"),
        "state.failed": _("Failed"),
        "state.open": _("Not known"),
        "summary.badge": _("Badge"),
        "summary.meaning": _("What it means"),
        "summary.criteria": _("What the holder has shown"),
        "summary.issuer": _("Issued by"),
        "summary.issued": _("Issued on"),
        "summary.endorsed": _("Endorsed by"),
    }


def _file_reasons() -> dict[str, str]:
    """Why a file can or cannot be read."""
    return {
        "file.read": _("It contains an Open Badges 3.0 credential."),
        "file.empty": _("Nothing was handed in. Choose a file, or paste the text of a badge."),
        "file.too_large": _("The file is larger than 5 MB. Badges are much smaller."),
        "file.unknown": _(
            "The file is neither a picture (PNG or SVG), nor a certificate (PDF), nor the text (JSON) of a badge."
        ),
        "file.no_credential": _(
            "The file carries no badge. It may be a screenshot, or have been printed or saved again by another program."
        ),
        "file.token": _("The badge is written as a token (JWT). We do not issue badges in this form."),
        "file.not_open_badge": _("The text is not an Open Badges 3.0 credential."),
    }


def _origin_reasons() -> dict[str, str]:
    """Who issued the badge, and whether it was changed."""
    return {
        "issuer.ours": _("It was signed with a key of {ours}."),
        "issuer.leaked_key": _(
            "Its key is no longer accepted. The holder was sent the badge again, signed anew: ask for that one."
        ),
        "issuer.other": _("It names {issuer} as its issuer. This page only knows the badges of {ours}."),
        "issuer.unknown_key": _("It names {ours} as its issuer, but was not signed with one of our keys."),
        "signature.good": _("Nothing was changed since it was signed on {date}."),
        "signature.bad": _("The content is not what was signed."),
    }


def _state_reasons() -> dict[str, str]:
    """Status, dates, criteria and holder."""
    return {
        "status.in_force": _("It is not on our list of revoked badges."),
        "status.in_force_stored": _("It is not on the list of revoked badges that is kept with this page."),
        "status.revoked": _("It is on our list of revoked badges."),
        "status.revoked_because": _("It is on our list of revoked badges since {date}. The reason: {reason}"),
        "status.unknown": _("The list of revoked badges that it names is not at hand."),
        "dates.open": _("Valid since {from}, without an end."),
        "dates.until": _("Valid from {from} until {until}."),
        "dates.not_yet": _("Valid only from {from}."),
        "dates.expired": _("Valid until {until}."),
        "achievement.published": _("Its criteria are word for word those that we published."),
        "achievement.other_words": _("Its criteria differ from the words that we publish now. The signed words count."),
        "achievement.unknown": _("This copy of our site does not list the badge. The signed words count."),
        "endorsement.signed": _("{organisation} has signed an endorsement."),
        "endorsement.withdrawn": _("{organisation} signed an endorsement, and has withdrawn it since."),
        "endorsement.ended": _("{organisation} signed an endorsement for a time that is over."),
        "endorsement.unknown": _("It carries an endorsement by somebody whom this site does not know."),
        "holder.same": _("It was issued to {email}."),
        "holder.other": _("It was not issued to {email}."),
        "holder.not_asked": _("Enter the e-mail address of the holder to check whose badge it is."),
    }
