/* Where wagtail-localize's editor finds the windows to choose from. */
window.chooserUrls ??= { ...document.currentScript.dataset };
