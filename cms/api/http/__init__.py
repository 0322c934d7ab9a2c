"""The headless API over HTTP: addresses, parameters, answers, errors. What is answered is made in cms.api.shapes."""
