/** Which of VS Code's layers of a setting counts. */

export interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/**
 * The value that a person set, the nearest layer first; undefined where only the default is there.
 * In a workspace that is not trusted, a restricted setting counts only as the person's own.
 */
export function explicit(layers: Inspected, isTrusted: boolean, isRestricted: boolean): unknown {
  if (isRestricted && !isTrusted) return layers.globalValue;
  return layers.workspaceFolderValue ?? layers.workspaceValue ?? layers.globalValue;
}
