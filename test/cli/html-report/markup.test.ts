import { describe, expect, it } from 'vitest';
import { html, link, Markup } from '../../../src/cli/html-report/markup';

describe('the template tag of HTML', () => {
  it('escapes text, in elements and in attributes, and keeps markup', () => {
    const evil = '<script>alert("1")</script>\' & "';

    expect(html`<p title="${evil}">${evil}${html`<b>${1}</b>`}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; &amp; &quot;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; &amp; &quot;<b>1</b></p>');
  });

  it('takes lists and nothing', () => {
    expect(html`${['a', html`<br>`, [undefined, '<']]}${undefined}`.text).toBe('a<br>&lt;');
    expect(html`a`).toBeInstanceOf(Markup);
  });

  it('drops colours of terminals and replaces control characters', () => {
    expect(html`${'\u001b[31mred\u001b[0m\u0000\tx\n'}`.text).toBe('red\uFFFD\tx\n');
  });

  it('links addresses of the web only', () => {
    expect(link('https://example.com/?a=1&b="').text).toBe('<a href="https://example.com/?a=1&amp;b=&quot;">https://example.com/?a=1&amp;b=&quot;</a>');
    expect(link('javascript:alert(1)').text).toBe('javascript:alert(1)');
  });
});
