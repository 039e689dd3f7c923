#!/usr/bin/env node
import { cli } from './terminal.js';

process.exit(await cli(process.argv.slice(2)));
