// Entry point of a trace that was saved as one HTML file.

import { offerThemes } from '../../shared/theme.js';
import { showSpans } from '../trace.js';

const spans = JSON.parse(document.getElementById('spans').textContent);
offerThemes(document.getElementById('theme'));
showSpans(document.getElementById('view'), spans, { offline: true }, new AbortController().signal);
