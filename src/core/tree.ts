/** The files below a folder, for readers that must never be led out of it: a pull request may hold a link to anything on the machine. */
export interface Tree {
  /** Every file below `root`, relative with `/`, sorted. Links and what belongs to tools (`.git`, `node_modules`, virtualenvs) are left out. */
  list(root: string): Promise<readonly string[]>;
  /**
   * The text of a file; undefined when it is not there, is no text, is larger than `most` bytes, or when a link leads out of `root`.
   */
  read(root: string, path: string, most: number): Promise<string | undefined>;
  /** What is at `path`; undefined when nothing is, or when a link leads out of `root`. */
  kind(root: string, path: string): Promise<'file' | 'folder' | undefined>;
}
