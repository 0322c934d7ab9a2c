"""What can go wrong when a badge is issued, each in words for the person who has to act."""


class CredentialError(Exception):
    """A badge cannot be issued or published. The message says what to do."""


class SigningKeyError(CredentialError):
    """The signing key is missing, unreadable, or would be overwritten."""


class UnsignableError(CredentialError):
    """The words of the award cannot be signed in a form that every verifier reads."""


class EndorsementError(CredentialError):
    """An endorsement has not the form or the signature that it must have."""


class CertificateError(CredentialError):
    """The certificate of a badge cannot be typeset."""


class ArtworkMissingError(CredentialError):
    """The picture of the badge has not been built."""
