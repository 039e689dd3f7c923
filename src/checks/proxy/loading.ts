import { defineRule } from '../rule.ts';

export const doesNotLoad = defineRule({
  id: 'proxy/does-not-load',
  title: 'The proxy can load its configuration',
  severity: { development: 'medium', staging: 'critical', production: 'critical' },
  why: 'A proxy that cannot read its file does not start, and with it no site behind it can be reached; at a reload it silently goes on with the old one.',
  remedy: 'Mend the line. This checks the whole configuration in the container:\nnginx -t',
  source: ['S1-178', 'C30', 'https://nginx.org/en/docs/beginners_guide.html#conf_structure'],
  judge: project =>
    project.proxies
      .filter(({ usedBy }) => usedBy.length > 0)
      .flatMap(({ file, program, problems, usedBy }) =>
        problems.slice(0, 3).map(({ place, message }) => ({
          place,
          subject: `${file}: ${message.replace(/\bline \d+/, 'another line')}`,
          message: `${program} of ${usedBy.join(', ')} cannot load ${file}: ${message}.`,
          evidence: message,
        })),
      ),
});

export const unused = defineRule({
  id: 'proxy/unused',
  title: 'A proxy’s configuration in the repository is the one that is used',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'A file that nothing mounts or copies is believed to hold, by whoever reads it, and holds nothing.',
  remedy:
    'Mount it where the proxy reads it, or take it out of the repository:\nvolumes:\n  - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro',
  source: ['S1-178', 'S4-038'],
  judge: project =>
    project.proxies
      .filter(({ usedBy }) => usedBy.length === 0)
      .map(({ file, program }) => ({
        place: { file, line: 1 },
        subject: file,
        message: `Nothing that runs under ${project.profile} mounts or copies this ${program} configuration, so that it is not judged.`,
        evidence: 'not mounted, not copied, not included',
      })),
});
