// On every page: printing, reading options, a change of language that keeps the reader's place, the key to the search,
// and how far the reader is.

import './languages.js';
import './print.js';
import './reading.js';
import './search-key.js';
import './standing.js';
