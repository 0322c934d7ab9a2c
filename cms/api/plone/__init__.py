"""Content of a Plone site, as plone.exportimport or collective.exportimport wrote it, into our pages."""
