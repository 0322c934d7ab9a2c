// On every page: printing, reading options, a change of language that keeps the reader's place, and how
// far the reader is.

import './languages.js';
import './print.js';
import './reading.js';
import './standing.js';
