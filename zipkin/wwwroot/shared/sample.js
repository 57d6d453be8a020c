// The traces of a time range that statistics are computed from: the newest, up to a number.

import { api } from './api.js';
import { coveredSeconds } from '../model/red.js';
import { plural } from './words.js';

const most = 1000;

/** Loads the newest traces of a window (see timerange.js) with the seconds that they cover. */
export async function loadSample(window, parameters = {}) {
  const traces = await api('traces', { ...parameters, ...window, limit: most });
  const isComplete = traces.length < most;
  return { traces, isComplete, seconds: coveredSeconds(traces, window, isComplete) };
}

/** Describes a sample: `57 traces`, or `the newest 1000 traces`. */
export const sampleText = ({ traces, isComplete }) => (isComplete ? plural(traces.length, 'trace') : `the newest ${plural(traces.length, 'trace')}`);
