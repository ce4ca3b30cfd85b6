import { expect, test } from 'vitest';
import { Entrance, maxInside } from './entrance.ts';

test('a crowd of many lets the few of another one through', async () => {
  const entrance = new Entrance();
  const order: string[] = [];
  const enter = (crowd: { readonly name: string }): void =>
    void entrance.enter(crowd).then(() => order.push(crowd.name));
  const many = { name: 'many' };
  const few = { name: 'few' };
  for (let count = 0; count < maxInside + 3; count++) enter(many);
  for (let count = 0; count < 2; count++) enter(few);
  await Promise.resolve();
  order.length = 0;
  for (let left = 0; left < 5; left++) entrance.leave();
  await new Promise(setImmediate);
  expect(order).toEqual(['many', 'few', 'many', 'few', 'many']);
});

test('those of a crowd that is over wait no longer, and leave the place to others', async () => {
  const entrance = new Entrance();
  const over = {};
  const waiting: Promise<void>[] = [];
  for (let count = 0; count < maxInside + 2; count++) waiting.push(entrance.enter(over));
  entrance.release(over);
  await Promise.all(waiting);
  for (let left = 0; left < maxInside + 2; left++) entrance.leave();
  await entrance.enter({});
});
