import { formText } from '../../docker/form.ts';
import { defineRule, type Hit, type Rule } from '../../rule.ts';
import { deployed } from '../../settings/severities.ts';
import { checkOf, httpProbe } from './probe.ts';
import { type Running, running } from './running.ts';
import { shownCommand } from './shown.ts';

export const tool: Rule = defineRule({
  id: 'compose/healthcheck-tool',
  title: 'The program that asks is in the image',
  severity: deployed('high'),
  why: 'A health check whose program is not installed always fails: the container is unhealthy for ever, and nothing that waits for it starts.',
  remedy:
    'Install it in the image, or ask with what is there:\ntest: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen(\'http://localhost:8000/health/\', timeout=5)"]',
  source: ['S1-094', 'S1-070'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const check = checkOf(service);
      if (check === undefined || service.healthcheck?.inherited === true || service.image === undefined) return [];
      const asks = httpProbe(check)?.tool;
      if ((asks !== 'curl' && asks !== 'wget') || !lacks(service, asks)) return [];
      return [
        {
          place: check.place,
          subject: service.title,
          message: `The health check of "${service.name}" calls ${asks}, and its image (${service.imageName}) has none: it can only fail.`,
          evidence: shownCommand(formText(check.test)),
        },
      ];
    }),
});

/** Slim Debian images hold neither; Alpine's BusyBox is a wget. What a RUN installs by name counts. */
function lacks({ image, imageName }: Running, tool: 'curl' | 'wget'): boolean {
  if (image === undefined) return false;
  const bare = /^(docker\.io\/)?(library\/)?(python|debian|ubuntu|node)[:@]/.test(imageName);
  const slim = /slim/.test(imageName) || /^(docker\.io\/)?(library\/)?(debian|ubuntu)[:@]/.test(imageName);
  const alpine = /alpine/.test(imageName);
  if (!bare || !(slim || (alpine && tool === 'curl'))) return false;
  const name = new RegExp(`\\b${tool}\\b`);
  const ran = image.stage.runs.some(
    ({ text, commands }) => name.test(text) || commands.some(({ words }) => name.test(words.join(' '))),
  );
  const scripted = image.stage.runs.some(({ commands }) => commands.some(({ words }) => /\.sh$/.test(words[0] ?? '')));
  const copied = image.stage.copies.some(({ paths }) => paths.some(path => name.test(path)));
  return !ran && !scripted && !copied;
}

export const honest: Rule = defineRule({
  id: 'compose/healthcheck-verdict',
  title: 'A health check fails when the answer is bad',
  severity: deployed('medium'),
  why: 'A check that cannot fail keeps a broken container in service, and a bad deployment counts as a good one.',
  remedy:
    'Let curl fail on bad answers, and let nothing swallow it:\ntest: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost:8000/health/"]',
  source: ['S1-070', 'C01', 'C11'],
  judge: project =>
    running(project).flatMap((service): Hit[] => {
      const check = checkOf(service);
      if (check === undefined || service.healthcheck?.inherited === true) return [];
      const text = formText(check.test);
      const swallowed = /(\|\||;)\s*(exit\s+0|true|:|echo\b[^|;&]*)\s*$/.exec(text)?.[0];
      const deaf = httpProbe(check)?.fails === false;
      if (swallowed === undefined && !deaf) return [];
      return [
        {
          place: check.place,
          subject: service.title,
          message:
            swallowed === undefined
              ? `curl counts every answer as a good one unless it is told otherwise: "${service.name}" is healthy with an error page.`
              : `The health check of "${service.name}" ends well whatever happened before.`,
          evidence: shownCommand(text),
        },
      ];
    }),
});

export const path: Rule = defineRule({
  id: 'compose/health-path',
  title: 'The health check asks an address that answers for itself',
  severity: deployed('medium'),
  why: 'A login page costs a database query and templates every time, and moves when the admin’s address does.',
  remedy:
    'Ask the health address as the project spells it:\ntest: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost:8000/health/"]',
  source: ['C01', 'S2-017', 'S1-070', 'S1-089'],
  judge: project =>
    running(project)
      .filter(({ role }) => role === 'web')
      .flatMap((service): Hit[] => {
        const check = checkOf(service);
        const probe = check === undefined ? undefined : httpProbe(check);
        if (check === undefined || probe === undefined || service.healthcheck?.inherited === true) return [];
        const asked = probe.path.replace(/[?#].*$/, '');
        const found = fault(asked, service);
        return found === undefined
          ? []
          : [{ place: check.place, subject: service.title, evidence: shownCommand(formText(check.test)), ...found }];
      }),
});

/** How the project spells its addresses, and what it answers, is told by django/health-path and its like. */
function fault(asked: string, service: Running): Pick<Hit, 'message' | 'severity'> | undefined {
  if (/\/(admin|login|accounts)(\/|$)/.test(asked))
    return {
      message: `The health check of "${service.name}" loads ${asked}: a page for people, which needs the database and may move.`,
      severity: 'low',
    };
  return undefined;
}
