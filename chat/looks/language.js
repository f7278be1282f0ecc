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

  const chinese = /[\u4e00-\u9fff]/;
  const whole = new Map();
  const patterns = [];
  for (const [words, said] of Object.entries(window.chatWords ?? {})) {
    if (!words.includes('{')) whole.set(words, said);
    else {
      const named = new Set();
      const source = words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name) => {
        if (named.has(name)) return `\\k<${name}>`;
        named.add(name);
        return `(?<${name}>.+?)`;
      });
      patterns.push([new RegExp(`^${source}$`, 's'), said]);
    }
  }
  // What is not known as a whole is put together from its sentences, or from the items of a list.
  const joints = [[/(?<=。)/, ' '], [/；/, '; '], [/、/, ', ']];
  const say = (words) => {
    if (whole.has(words)) return whole.get(words);
    for (const [joint, glue] of joints) {
      const parts = words.split(joint);
      const said = parts.length > 1 ? parts.map((part) => (chinese.test(part) ? say(part) : part)) : [null];
      if (!said.includes(null)) return said.join(glue);
    }
    for (const [pattern, said] of patterns) {
      const found = pattern.exec(words);
      if (found) return said.replace(/\{(\w+)\}/g, (_, name) => say(found.groups[name]) ?? found.groups[name]);
    }
    return null;
  };

  // What people and documents wrote stays as it is.
  const written = '[lang=zh], .source-text, .body, .asked, .excerpt, .preview-text p, .outline, .title, cite, mark,'
    + ' blockquote, textarea, script, style, .near b, .near .path, .near span, .talk-open span, .talk-heading h2, .sample,'
    + ' .offer, .source-title h3, .crumbs, .file, .place, svg text, #quote-card';
  // Within what is written these still speak for us.
  const ours = '.chip, .unverified, .tag, .tool';
  window.chatPage.written = written;
  const named = ['placeholder', 'aria-label', 'title', 'data-title', 'data-quote'];
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const bare = node.data.trim();
      if (!chinese.test(bare) || node.parentElement?.closest(`${written}, .tag`)?.matches(written)) return;
      const said = say(bare);
      if (said !== null) node.data = node.data.replace(bare, () => said);
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const name of named) {
      const words = name === 'data-quote' && node.dataset.event === 'cite' ? null : node.getAttribute(name);
      const said = words && chinese.test(words) ? say(words.trim()) : null;
      if (said !== null) node.setAttribute(name, said);
    }
    for (const child of node.matches(written) ? node.querySelectorAll(ours) : node.childNodes) translate(child);
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
