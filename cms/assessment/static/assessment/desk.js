// Puts a ready message into the message at once; without scripts the button sends the form, which does the same.
(() => {
  const part = document.querySelector('[data-canned]');
  const message = document.querySelector('[name="message"]');
  if (!part || !message) return;
  const choice = part.querySelector('select');
  part.querySelector('button').addEventListener('click', (event) => {
    event.preventDefault();
    const chosen = part.querySelector(`template[data-message="${CSS.escape(choice.value)}"]`);
    if (!chosen) { choice.focus(); return; }
    message.value = [message.value.trim(), chosen.content.textContent].filter(Boolean).join('\n\n');
    choice.value = '';
    message.dispatchEvent(new Event('input', { bubbles: true }));
    message.focus();
  });
})();
