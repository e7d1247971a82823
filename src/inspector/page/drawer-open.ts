import { signal } from '@preact/signals';

export type DrawerName = 'runs' | 'calculator' | 'targets' | 'settings' | 'person' | 'world' | 'send';

/** The drawer that is open; one at most. */
export const openedDrawer = signal<DrawerName | null>(null);
