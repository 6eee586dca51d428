/**
 * The studio: makes the HTML that a page author pastes. It uses the public API of the proxy and nothing else. The pure
 * part (`snippet`, `email`, `places` and what they import) knows no document; the rest are views. It must not import
 * the embed: in the preview that runs as on any page, from its own address.
 */
import {StudioCopy} from './copy.js';
import {StudioPreview} from './preview-frame.js';
import {StudioSearch} from './search.js';
import {PushcartStudio} from './studio.js';
import {studioStyles} from './studio.styles.js';

// A constructed style sheet is no inline style, so the page's policy needs to allow none.
if (studioStyles.styleSheet) document.adoptedStyleSheets = [studioStyles.styleSheet];
customElements.define('studio-copy', StudioCopy);
customElements.define('studio-preview', StudioPreview);
customElements.define('studio-search', StudioSearch);
customElements.define('pushcart-studio', PushcartStudio);
