/** Algorithms that may be asked: Islet's own, and those that decide as oref0 and Loop do. */
export const controllerNames = ['islet', 'oref', 'loop'] as const;
export type ControllerName = (typeof controllerNames)[number];

/** As the settings have it. */
export const automations = ['off', ...controllerNames] as const;
