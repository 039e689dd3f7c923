/** Extras and groups that no image asks for. */
export const DEVELOPMENT_EXTRA = /^(?:dev|develop|development|tests?|testing|docs?|lint|typing|types|ci|qa)$/i;
