"""Makes an empty site, by Plone's own Python: zconsole run zope.conf plone_site.py SITE LANGUAGE ...

zconsole hands the script `app`, the root of the database. The first language is the default.
"""

import sys

import transaction
from plone import api
from plone.app.multilingual.browser.setup import SetupMultilingualSite
from plone.distribution.api.site import create

name, *languages = sys.argv[4:]
answers = {"site_id": name, "title": name, "description": "", "default_language": languages[0], "setup_content": False}
site = create(app, "volto", {**answers, "portal_timezone": "UTC"})  # noqa: F821
site.portal_setup.runAllImportStepsFromProfile("profile-plone.app.multilingual:default")
api.portal.set_registry_record("plone.available_languages", languages)
SetupMultilingualSite().setupSite(site)
transaction.commit()
