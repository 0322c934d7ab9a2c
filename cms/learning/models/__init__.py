"""Page types of the learning site, one file each."""

from cms.learning.models.badge import BadgeIndexPage, BadgePage
from cms.learning.models.base import BlockKey, LearningPage, block_keys
from cms.learning.models.glossary import GlossaryPage
from cms.learning.models.home import HomePage
from cms.learning.models.info import InfoPage, ToolPage
from cms.learning.models.module import ModulePage
from cms.learning.models.organisation import OrganisationIndexPage, OrganisationPage
from cms.learning.models.paths import PathsPage
from cms.learning.models.practice import PracticeIndexPage, PracticePage
from cms.learning.models.project import ProjectSettings
from cms.learning.models.recording import Recording
from cms.learning.models.skill import SkillIndexPage, SkillPage
from cms.learning.models.toolkit import ToolkitModulePage, ToolkitPage

__all__ = [
    "BadgeIndexPage",
    "BadgePage",
    "BlockKey",
    "GlossaryPage",
    "HomePage",
    "InfoPage",
    "LearningPage",
    "ModulePage",
    "OrganisationIndexPage",
    "OrganisationPage",
    "PathsPage",
    "PracticeIndexPage",
    "PracticePage",
    "ProjectSettings",
    "Recording",
    "SkillIndexPage",
    "SkillPage",
    "ToolPage",
    "ToolkitModulePage",
    "ToolkitPage",
    "block_keys",
]
