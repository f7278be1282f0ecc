// Runs once in every HTML part of the chat. A click on [data-event] reaches Python as an event
// of that name with the element's data attributes; names not listed here go nowhere.
const known = ['ask', 'cite', 'shelf', 'sample', 'remove'];

element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-event]');
  if (!target || !element.contains(target) || !known.includes(target.dataset.event)) return;
  trigger(target.dataset.event, { ...target.dataset });
});
watch('value', () => document.dispatchEvent(new CustomEvent('chat:drawn', { detail: element })));
