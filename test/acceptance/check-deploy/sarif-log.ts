/** What of a SARIF 2.1.0 report the tests look at. */
export interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly SarifResult[];
  }[];
}

export interface SarifResult {
  readonly ruleId: string;
  readonly level: string;
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly justification?: string }[];
  readonly message: { readonly text: string };
  readonly locations?: readonly {
    readonly physicalLocation?: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
  }[];
}

export function parseSarif(text: string): SarifLog {
  return JSON.parse(text);
}

/** `rule file:line` of a result; a finding without a file has none there either. */
export function placeOf({ ruleId, locations = [] }: SarifResult): string {
  const place = locations[0]?.physicalLocation;
  return `${ruleId} ${place === undefined ? '-' : decodeURIComponent(place.artifactLocation.uri)}:${place?.region?.startLine ?? '-'}`;
}
