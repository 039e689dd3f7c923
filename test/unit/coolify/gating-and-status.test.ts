import { describe, expect, test } from '@jest/globals';
import { gatingOf } from '../../../src/coolify/gating.ts';
import { isWell } from '../../../src/coolify/status.ts';
import { application } from '../../support/coolify-answers.ts';

describe('"finished" proves health', () => {
  test.each([
    ['with the health check of Coolify', {}],
    ['with a HEALTHCHECK of the image', { health_check_enabled: false, custom_healthcheck_found: true }],
    ['before 4.2, which tells no settings', { settings: undefined }],
    ['with other options for docker', { custom_docker_run_options: '--cap-add SYS_ADMIN --ipc host' }],
  ])('%s', (_, fields) => {
    expect(gatingOf(application(fields))).toEqual({ gated: true, rolling: true, why: '', remedy: '' });
  });
});

describe('"finished" proves little', () => {
  test.each([
    ['for a Compose stack', { build_pack: 'dockercompose' }, /Compose/],
    ['with published ports', { ports_mappings: '8000:8000' }, /host ports/],
    ['with a fixed name', { settings: { is_consistent_container_name_enabled: true } }, /fixed name/],
    ['with a name of its own', { settings: { custom_internal_name: 'web' } }, /fixed name/],
    ['with a fixed address', { custom_docker_run_options: '--ip 10.0.0.5' }, /fixed address/],
    ['with a fixed address of version 6', { custom_docker_run_options: '--cap-add X --ip6=fd00::1' }, /fixed address/],
    ['without a health check', { health_check_enabled: false }, /no health check/],
  ])('%s', (_, fields, why) => {
    const gating = gatingOf(application(fields));
    expect(gating.gated).toBe(false);
    expect(gating.why).toMatch(why);
    expect(gating.remedy).not.toBe('');
  });
});

test.each([
  ['running:healthy', true],
  ['running:unknown', true],
  ['running', true],
  ['running (healthy)', true],
  ['running:unhealthy', false],
  ['running (unhealthy)', false],
  ['starting:unknown', false],
  ['restarting:unknown', false],
  ['degraded:unhealthy', false],
  ['exited:unhealthy', false],
  ['paused:unknown', false],
  ['', false],
])('the status %p is well: %p', (status, well) => {
  expect(isWell(status)).toBe(well);
});
