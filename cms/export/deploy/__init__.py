"""An exported site -> other places that readers are served from: a folder, a zip, a bucket."""

from cms.export.deploy.sites import DeployError, Sent
from cms.export.deploy.targets import deploy

__all__ = ["DeployError", "Sent", "deploy"]
