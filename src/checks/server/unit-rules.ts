import { defineRule } from '../rule.ts';
import { faultsOf } from './values.ts';

const MANUAL = 'systemd.service(5), systemd.exec(5)';
const ALL = ['gunicorn', 'uvicorn', 'hypercorn', 'daphne', 'uwsgi'] as const;

export const unitRestart = defineRule({
  id: 'server/unit-restart',
  title: 'systemd starts the server again when it ends',
  severity: { development: 'off', staging: 'low', production: 'medium' },
  why: 'Without Restart= one crash, or one kill for memory, takes the site down until somebody sees it; without WantedBy= a reboot does.',
  remedy: '[Service]\nRestart=on-failure\nRestartSec=2\n\n[Install]\nWantedBy=multi-user.target',
  source: ['S1-069', 'C12', MANUAL],
  judge: project =>
    faultsOf(project, ALL, server => {
      if (server.unit === undefined || server.service === undefined) return undefined;
      const restart = server.unit.get('Service.Restart');
      const start = server.unit.get('Service.ExecStart');
      if (restart !== undefined && restart.value !== 'no') return undefined;
      return {
        setting: 'Restart',
        place: restart?.place ?? start?.place ?? server.service.place,
        message: who => `${who} is not started again when the server ends.`,
        evidence: restart === undefined ? 'no Restart=' : 'Restart=no',
      };
    }),
});

export const unitUser = defineRule({
  id: 'server/unit-user',
  title: 'systemd does not run the server as root',
  severity: { development: 'off', staging: 'high', production: 'high' },
  why: 'Whoever finds a way into the application owns the whole machine.',
  remedy: 'Run it as a user of its own:\n[Service]\nUser=app\nGroup=app',
  source: ['S1-053', MANUAL],
  judge: project =>
    faultsOf(project, ALL, server => {
      const { unit, service } = server;
      if (unit === undefined || service === undefined || unit.has('Service.DynamicUser')) return undefined;
      // Units of a user's own manager have no other user to name.
      if (
        /(^|\/)(user|\.config\/systemd)\//.test(service.place.file) ||
        unit.get('Install.WantedBy')?.value === 'default.target'
      )
        return undefined;
      const user = unit.get('Service.User');
      const own = server.values.values().next().value?.['user']?.value;
      if (typeof own === 'string' && own !== 'root') return undefined;
      if (user !== undefined && user.value !== 'root' && user.value !== '0') return undefined;
      return {
        setting: 'User',
        place: user?.place ?? unit.get('Service.ExecStart')?.place ?? service.place,
        message: who => `${who} runs ${server.program} as root.`,
        evidence: user === undefined ? 'no User=' : `User=${user.value}`,
      };
    }),
});
