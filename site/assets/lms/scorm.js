// Tells a learning platform how far the learner is (SCORM 1.2 run-time environment), and gets it back next time.
// The module works without: this file only reads and writes what the module itself keeps in the browser.
(() => {
  'use strict';

  const KINDS = ['done', 'quiz', 'before', 'after', 'work', 'plan'];
  const LONGEST = 4096; // cmi.suspend_data holds no more (SCORM 1.2, 3.4.4).
  const OUTWARD = 500; // Frames within frames that are searched for the platform.
  const slug = document.documentElement.dataset.module;
  const {pathname, protocol} = new URL('.', document.currentScript.src);
  const prefix = `perennial:${protocol === 'file:' ? '' : pathname}:`;
  const api = find(window) || (window.opener && find(window.opener));

  if (!api || api.LMSInitialize('') === 'false') {
    return;
  }
  const begun = Date.now();
  let sent = '';
  let isOver = false;
  restore();

  /** Return the platform's interface, which stands in a window around this one. */
  function find(start) {
    let frame = start;
    try {
      for (let depth = 0; !frame.API && frame.parent !== frame && depth < OUTWARD; depth += 1) {
        frame = frame.parent;
      }
      return frame.API || null;
    } catch {
      return null; // A window of another site.
    }
  }

  function read(kind) {
    try {
      return JSON.parse(localStorage.getItem(`${prefix}${kind}/${slug}`)) || undefined;
    } catch {
      return undefined;
    }
  }

  /** Put what the platform has kept where the module looks for it, unless this browser knows more. */
  function restore() {
    try {
      const kept = JSON.parse(api.LMSGetValue('cmi.suspend_data') || '{}');
      for (const kind of KINDS.filter((name) => kept[name] && !read(name))) {
        localStorage.setItem(`${prefix}${kind}/${slug}`, JSON.stringify(kept[kind]));
      }
    } catch {
      // Of another version, or the browser keeps nothing: the learner begins anew.
    }
    if (['not attempted', ''].includes(api.LMSGetValue('cmi.core.lesson_status'))) {
      api.LMSSetValue('cmi.core.lesson_status', 'incomplete');
      api.LMSCommit('');
    }
  }

  /** Return what is to be kept, as much of it as fits; the kinds named first matter most. */
  function standing() {
    const kept = {};
    for (const kind of KINDS) {
      const value = read(kind);
      if (value && JSON.stringify({...kept, [kind]: value}).length <= LONGEST) {
        kept[kind] = value;
      }
    }
    return JSON.stringify(kept);
  }

  function send() {
    const now = standing();
    if (isOver || now === sent) {
      return;
    }
    sent = now;
    api.LMSSetValue('cmi.suspend_data', now);
    const answers = Object.values(read('quiz') || {});
    const questions = document.querySelectorAll('.questions > li').length;
    if (questions && answers.length === questions) {
      api.LMSSetValue('cmi.core.score.min', '0');
      api.LMSSetValue('cmi.core.score.max', '100');
      api.LMSSetValue('cmi.core.score.raw', String(Math.round((100 * answers.filter(({first}) => first).length) / questions)));
    }
    if (document.querySelector('.finish')?.firstChild) {
      api.LMSSetValue('cmi.core.lesson_status', 'completed');
    }
    api.LMSCommit('');
  }

  /** Return a time as SCORM 1.2 writes it, HHHH:MM:SS.SS. */
  function span(milliseconds) {
    const seconds = milliseconds / 1000;
    const parts = [seconds / 3600, (seconds / 60) % 60].map((part) => String(Math.floor(part)).padStart(2, '0'));
    return `${parts[0].padStart(4, '0')}:${parts[1]}:${(seconds % 60).toFixed(2).padStart(5, '0')}`;
  }

  function leave() {
    if (!isOver) {
      send();
      api.LMSSetValue('cmi.core.session_time', span(Date.now() - begun));
      api.LMSSetValue('cmi.core.exit', 'suspend');
      api.LMSFinish('');
      isOver = true;
    }
  }

  // The module keeps its data while it handles the event; then it is time to look.
  for (const name of ['click', 'change', 'input', 'scrollend', 'visibilitychange']) {
    document.addEventListener(name, () => setTimeout(send));
  }
  window.addEventListener('load', () => setTimeout(send));
  window.addEventListener('pagehide', leave);
})();
