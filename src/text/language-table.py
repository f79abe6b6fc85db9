#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes dyzur-language-table.c: how much more often three letters stand together in one language than in the others.

    language-table.py DIRECTORY > dyzur-language-table.c

DIRECTORY holds cs.txt de.txt en.txt pl.txt ru.txt sk.txt uk.txt of FrequencyWords (github.com/hermitdave/FrequencyWords,
content/2018, OpenSubtitles; CC BY-SA 4.0): "word count", most frequent first. 10,000 words of each are used, folded as
core's dyzur_fold() does, each weighted by the square root of its count so that rare words count too.
"""

import collections
import math
import sys
import unicodedata

LATIN = ['pl', 'en', 'de', 'cs', 'sk']
N_LATIN, N_CYRILLIC = 1000, 600
SPECIAL = {'ł': 'l', 'ø': 'o', 'đ': 'd', 'ß': 'ss', 'æ': 'ae'}


def fold(text):
    out = []
    for c in text.lower():
        out.append(SPECIAL.get(c) or ''.join(x for x in unicodedata.normalize('NFD', c) if not unicodedata.combining(x)))
    return ''.join(out)


def grams(word):
    word = '_' + word + '_'
    return [word[i:i + 3] for i in range(len(word) - 2)]


def count(directory, language, accept):
    counts = collections.Counter()
    with open(f'{directory}/{language}.txt', encoding='utf-8') as file:
        for line in list(file)[:10000]:
            word, n = line.split(' ')
            folded = fold(word)
            if accept(word, folded):
                for gram in grams(folded):
                    counts[gram] += math.sqrt(int(n))
    return counts


def clip(x):
    return max(-3.0, min(3.0, x))


def latin(directory):
    counts = {l: count(directory, l, lambda w, f: f.isascii() and f.isalpha()) for l in LATIN}
    totals = {l: sum(c.values()) for l, c in counts.items()}
    table = {}
    for gram in set().union(*counts.values()):
        p = [counts[l][gram] / totals[l] + 2e-6 for l in LATIN]
        weights = [clip(math.log(x / (sum(p) / len(p)))) for x in p]
        table[gram] = (sum(p) * sum(map(abs, weights)), [round(10 * w) for w in weights])
    best = sorted(table, key=lambda g: (-table[g][0], g))[:N_LATIN]
    return {g: table[g][1] for g in best}


def cyrillic(directory):
    def is_cyrillic(folded):
        return all('\u0400' <= c <= '\u04ff' for c in folded)

    # the Ukrainian list holds much Russian
    uk = count(directory, 'uk', lambda w, f: is_cyrillic(f) and not set(w) & set('ыэъё'))
    ru = count(directory, 'ru', lambda w, f: is_cyrillic(f))
    n_uk, n_ru = sum(uk.values()), sum(ru.values())
    table = {}
    for gram in set(uk) | set(ru):
        a, b = uk[gram] / n_uk + 2e-6, ru[gram] / n_ru + 2e-6
        weight = clip(math.log(a / b) / 2)
        table[gram] = ((a + b) * abs(weight), round(10 * weight))
    best = sorted(table, key=lambda g: (-table[g][0], g))[:N_CYRILLIC]
    return {g: table[g][1] for g in best}


def wrap(entries, width=118):
    line = ' '
    for entry in entries:
        if len(line) + len(entry) + 2 > width:
            print(line)
            line = ' '
        line += f' {entry},'
    print(line)


def main():
    print('''/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dyzur-language-private.h"

/*
 * Written by language-table.py from FrequencyWords (OpenSubtitles 2018, CC BY-SA 4.0): three folded letters, "_" being
 * the border of a word, and ten times the logarithm of how much more often than elsewhere they come in pl, en, de, cs
 * and sk; below in uk (above zero) and ru. Sorted by their bytes.
 */

const DyzurLatinGram _dyzur_latin_grams[] = {''')
    table = latin(sys.argv[1])
    wrap(f'{{ "{g}", {{ {", ".join(map(str, table[g]))} }} }}' for g in sorted(table, key=str.encode))
    print('};\n\nconst gsize _dyzur_n_latin_grams = G_N_ELEMENTS (_dyzur_latin_grams);\n')
    print('const DyzurCyrillicGram _dyzur_cyrillic_grams[] = {')
    table = cyrillic(sys.argv[1])
    wrap(f'{{ "{g}", {table[g]} }}' for g in sorted(table, key=str.encode))
    print('};\n\nconst gsize _dyzur_n_cyrillic_grams = G_N_ELEMENTS (_dyzur_cyrillic_grams);')


if __name__ == '__main__':
    main()
