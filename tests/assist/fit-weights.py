#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fits the weights of src/assist/dyzur-ranker.c; needs numpy.

    DYZUR_SOURCE_ROOT=. _build/tests/assist/dump-features > features.txt
    tests/assist/fit-weights.py features.txt

Prints the three arrays, and by five-fold cross-validation what they are worth on messages they were not fitted on.
"""

import sys

import numpy as np


def read(path):
    messages = []
    for line in open(path, encoding='utf-8'):
        kind, *rest = line.split()
        if kind == 'set':
            number = int(rest[0])
        elif kind == 'message':
            messages.append({'set': number, 'id': rest[0], 'pl': rest[1] == 'pl', 'answerable': rest[2] == '1',
                             'x': [], 'hit': [], 'cover': []})
        elif kind == 'article':
            messages[-1]['hit'].append(rest[0] == '1')
            messages[-1]['x'].append([float(v) for v in rest[1:]])
        elif kind == 'cover':
            messages[-1]['cover'].append([float(v) for v in rest])
        elif kind == 'signs':
            messages[-1]['signs'] = [float(v) for v in rest]
    for m in messages:
        m['x'], m['hit'] = np.array(m['x']), np.array(m['hit'])
    return messages


def fit_ranking(messages, l2=0.02, steps=500):
    use = [m for m in messages if m['hit'].any()]
    w = np.zeros(use[0]['x'].shape[1])
    for _ in range(steps):
        gradient = -l2 * w
        for m in use:
            s = m['x'] @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            t = np.where(m['hit'], p, 0)
            t /= t.sum()
            gradient = gradient + (t - p) @ m['x'] / len(use) * 10
        w = w + 0.1 * gradient
    return w


def fit_logistic(x, y, l2=0.01, steps=4000):
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        w += 0.5 * (x.T @ (y - p) / len(y) - l2 * w)
    return w


def signs(m, w):
    """As judge_best() in dyzur-ranker.c."""
    if not len(m['x']):
        return np.eye(9)[0], False
    scores = m['x'] @ w
    order = np.argsort(-scores)
    best = order[0]
    second = scores[order[1]] if len(order) > 1 else scores[best] - 3
    content, length = m['signs'][4], m['signs'][8]
    cover = m['cover'][best]
    return np.array([1, scores[best] / 5, scores[best] - second, cover[0], content, cover[1], cover[2],
                     m['x'][best][3], length]), bool(m['hit'][best])


def recall(messages, weights, k):
    hits = 0
    for m in messages:
        if len(m['x']):
            hits += m['hit'][np.argsort(-(m['x'] @ weights[m['id']]))[:k]].any()
    return hits / len(messages)


def show(name, values):
    print(f'{name} = {{ {", ".join(f"{v:.2f}" for v in values)} }};')


def main():
    messages = read(sys.argv[1])
    ids = sorted({m['id'] for m in messages})
    fold = {i: n % 5 for n, i in enumerate(np.random.default_rng(1).permutation(ids))}
    held_out = {}
    judged = []
    for k in range(5):
        train = [m for m in messages if fold[m['id']] != k]
        w = fit_ranking(train)
        x = np.array([signs(m, w)[0] for m in train])
        answerable = fit_logistic(x, np.array([m['answerable'] for m in train], float))
        certain = fit_logistic(x, np.array([signs(m, w)[1] for m in train], float))
        for m in messages:
            if fold[m['id']] == k:
                held_out[m['id']] = w
                s, hit = signs(m, w)
                judged.append((m['set'], m['answerable'], hit, 1 / (1 + np.exp(-s @ answerable)),
                               1 / (1 + np.exp(-s @ certain))))
    for s in (0, 1):
        for pl in (True, False):
            some = [m for m in messages if m['set'] == s and m['pl'] == pl and m['answerable']]
            print(f'wordings {s} {"Polish" if pl else "other languages"}: {len(some)} messages, '
                  f'recall@1 {recall(some, held_out, 1):.3f} @3 {recall(some, held_out, 3):.3f}')
        for column, name, thresholds in ((3, 'answerable', (.8, .84, .86, .88, .9, .92)), (4, 'certain', (.5, .6, .7, .75, .8, .85))):
            for t in thresholds:
                rows = [j for j in judged if j[0] == s]
                shown = [j for j in rows if j[column] >= t]
                hidden = [j for j in rows if j[column] < t]
                right = sum(j[2] for j in shown)
                none = sum(not j[1] for j in hidden)
                print(f'  {name} >= {t}: {len(shown)} shown, {right / max(1, len(shown)):.3f} of them right, '
                      f'{right / sum(j[1] for j in rows):.3f} of all; nothing shown for '
                      f'{none} of {sum(not j[1] for j in rows)} without an answer, precision {none / max(1, len(hidden)):.2f}')
    w = fit_ranking(messages)
    x = np.array([signs(m, w)[0] for m in messages])
    show('feature_weights[DYZUR_N_FEATURES]', w)
    show('answerable_weights[DYZUR_N_SIGNS]', fit_logistic(x, np.array([m['answerable'] for m in messages], float)))
    show('certainty_weights[DYZUR_N_SIGNS]', fit_logistic(x, np.array([signs(m, w)[1] for m in messages], float)))


if __name__ == '__main__':
    main()
