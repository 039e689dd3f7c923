import { isAtLeast, seriesOf } from '../versions.ts';

/**
 * Until when a series of Django gets security fixes: month of its end. Source: "Supported Versions" of
 * https://www.djangoproject.com/download/, read in August 2026. Only ends that had passed by then are said of a project, so that
 * no clock is needed and a finding stays true.
 */
const ENDS: Readonly<Record<string, string>> = {
  '3.2': 'April 2024',
  '4.0': 'April 2023',
  '4.1': 'December 2023',
  '4.2': 'April 2026',
  '5.0': 'April 2025',
  '5.1': 'December 2025',
};

/** The oldest series that still got fixes when the table was made, and the newest whose checks and settings the rules know. */
export const OLDEST_SUPPORTED = '5.2';
export const NEWEST_KNOWN = '6.1';
/** With it the rules begin: older ones have other settings. */
export const OLDEST_KNOWN = '3.2';

export interface Ended {
  readonly series: string;
  /** `April 2026`; undefined for what is older than the table. */
  readonly month: string | undefined;
}

/** Whether a version belongs to a series that gets no more security fixes; undefined when it does, or is not known. */
export function endOf(version: string): Ended | undefined {
  const series = seriesOf(version);
  if (series === undefined || isAtLeast(version, OLDEST_SUPPORTED)) return undefined;
  return { series, month: ENDS[series] };
}
