// On every page: printing, reading options, and a change of language that keeps the reader's place.

import './languages.js';
import './print.js';
import './reading.js';
