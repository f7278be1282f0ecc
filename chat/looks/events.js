// Runs once in every HTML part of the chat. A click on [data-event] reaches Python as an event
// of that name with the element's data attributes; names that the part does not know go nowhere.
const known = EVENTS;

element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-event]');
  if (!target || !element.contains(target) || !known.includes(target.dataset.event)) return;
  trigger(target.dataset.event, { ...target.dataset });
});
watch('value', () => document.dispatchEvent(new CustomEvent('chat:drawn', { detail: element })));
