import type { AnnotationProperties } from '@actions/core';
import type { Annotation } from '../core/world.ts';

export function asProperties(annotation: Annotation): AnnotationProperties {
  const { place, title } = annotation;
  if (place === undefined) return { title };
  return {
    title,
    file: place.file,
    startLine: place.line,
    ...(place.column === undefined ? {} : { startColumn: place.column }),
  };
}
