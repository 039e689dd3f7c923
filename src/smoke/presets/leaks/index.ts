import type { LeaksOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { adminAllowList, adminClosed } from './admin.ts';
import { apiDocs, browsableApi, debugToolbar, metrics } from './closed-pages.ts';
import { debugOnBadHost, debugPage, traceback } from './debug.ts';
import { dotfiles, mediaListing } from './files.ts';
import { trace } from './trace.ts';

export const leaks = definePreset<LeaksOptions>({
  name: 'leaks',
  about:
    'Nothing is shown to a visitor that is meant for developers and operators: debug pages, documentation, files, numbers. A check is skipped, with the reason, where nothing of the application is seen: what a dead site refuses says nothing.',
  checks: [
    debugPage,
    debugOnBadHost,
    traceback,
    debugToolbar,
    apiDocs,
    browsableApi,
    metrics,
    adminClosed,
    adminAllowList,
    dotfiles,
    mediaListing,
    trace,
  ],
});
