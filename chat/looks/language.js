// 中文 or English. The server says most things in the chosen language; what was laid out before
// anyone chose, and what the scripts say, is translated here from the same catalogue.
(() => {
  const english = document.documentElement.lang === 'en';
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-language]')) return;
    document.cookie = `chat-language=${english ? 'zh' : 'en'}; path=/; max-age=31536000; samesite=lax`;
    location.reload();
  });
  if (!english) return;

  const whole = new Map();
  const patterns = [];
  for (const [words, said] of Object.entries(window.chatWords ?? {})) {
    if (!words.includes('{')) whole.set(words, said);
    else {
      const source = words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+?)');
      patterns.push([new RegExp(`^${source}$`, 's'), said]);
    }
  }
  const say = (words) => {
    if (whole.has(words)) return whole.get(words);
    for (const [pattern, said] of patterns) {
      const found = pattern.exec(words);
      if (found) return said.replace(/\{(\w+)\}/g, (_, name) => say(found.groups[name]) ?? found.groups[name]);
    }
    return null;
  };

  // What people and documents wrote stays as it is.
  const written = '.source-text, .body, .asked, .excerpt, .preview-text p, .outline, .title, mark, blockquote, textarea, script, style';
  const named = ['placeholder', 'aria-label', 'title', 'data-title', 'data-quote'];
  const chinese = /[\u4e00-\u9fff]/;
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const bare = node.data.trim();
      if (!chinese.test(bare) || node.parentElement?.closest(written)) return;
      const said = say(bare);
      if (said !== null) node.data = node.data.replace(bare, () => said);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of named) {
      const words = node.getAttribute(name);
      const said = words && chinese.test(words) ? say(words.trim()) : null;
      if (said !== null) node.setAttribute(name, said);
    }
    if (!node.matches(written)) for (const child of node.childNodes) translate(child);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === 'childList') change.addedNodes.forEach(translate);
      else translate(change.target);
    }
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: named,
  });
  translate(document.body);
  document.title = say(document.title) ?? document.title;
})();
