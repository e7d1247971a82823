throw new Error('planted before anything');
