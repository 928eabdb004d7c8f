//! Paragraphs and block quotes that ask by their shape: bold, numbered, or quoted lines, repeated.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::choose::Choice;
use super::marked::is_lead_in;
use super::slot::Place;
use crate::guide::asks::Asks;
use crate::guide::blocks::{Kind, NodeId};

/// Takes them.
pub(super) fn choose(choice: &mut Choice<'_, '_>) {
    choice.settle();
    let named = named(choice);
    let mut shapes: HashMap<(Place, bool, bool, bool), Vec<usize>> = HashMap::new();
    for (index, slot) in choice.slots.iter().enumerate() {
        if !matches!(slot.place, Place::Paragraph | Place::Quote) || choice.is_label[index] {
            continue;
        }
        // A question in an answer belongs to the answer, and a whole answer may hold one.
        let before = choice.doc.blocks.before(slot.block);
        let of_named = before
            .and_then(|before| named.get(&before))
            .is_some_and(|&answer| slot.span.start() < answer);
        if !choice.chosen[index]
            && (of_named || choice.is_inside(index) || slot.title.text.chars().nth(300).is_some())
        {
            continue;
        }
        let key = (
            slot.place,
            slot.bold || slot.inline_answer.is_some(),
            slot.title.number.is_some(),
            slot.title.quoted,
        );
        shapes.entry(key).or_default().push(index);
    }
    let mut shapes: Vec<_> = shapes.into_iter().collect();
    let mut taken = HashSet::new();
    shapes.sort_by_key(|(_, members)| members.first().copied());
    let announced = choice.is_announced();
    for ((place, bold, numbered, quoted), members) in shapes {
        let all = members.len();
        let bank = announced && numbered && bold && counts_through(choice, &members);
        let surely = members
            .iter()
            .filter(|&&index| choice.chosen[index] || choice.slots[index].asks == Asks::Surely)
            .count();
        let likely = members
            .iter()
            .filter(|&&index| choice.chosen[index] || choice.slots[index].asks >= Asks::Likely)
            .count();
        let maybe = members
            .iter()
            .filter(|&&index| choice.chosen[index] || choice.slots[index].asks >= Asks::Maybe)
            .count();
        let set_apart = bold || numbered || quoted || place == Place::Quote;
        // What is known of the last paragraph looked at.
        let mut alone = (0, false);
        for index in members {
            let slot = &choice.slots[index];
            // The last of questions that follow each other without an answer has nothing below it.
            let goes_on = taken.contains(&slot.block)
                || choice
                    .doc
                    .blocks
                    .before(slot.block)
                    .is_some_and(|block| taken.contains(&block));
            if !choice.is_open(index)
                || is_lead_in(slot)
                || !(goes_on || answered_below(choice, index))
            {
                continue;
            }
            let mostly = all >= 2 && surely * 2 >= all;
            let ordered = maybe * 10 >= all * 6 && likely * 2 >= all;
            let take = match slot.asks {
                Asks::Surely if set_apart => {
                    mostly || (bold && all == 1 && numbered) || (numbered && all >= 5 && ordered)
                }
                // Plain paragraphs ask for effect too: a text made of questions has many and short ones.
                Asks::Surely => {
                    all >= 3
                        && slot.bare
                        && slot.title.text.ends_with(['?', '？', '؟'])
                        && plain_series(choice, all)
                }
                Asks::Likely | Asks::Maybe => bank || (set_apart && all >= 2 && ordered),
                Asks::No if bank => true,
                Asks::No if numbered && bold => all >= 4 && surely * 10 >= all * 6,
                Asks::No => {
                    numbered && all >= 5 && ordered && {
                        if alone.0 != slot.block {
                            alone = (slot.block, lines_alone(choice, index));
                        }
                        alone.1
                    }
                }
            };
            if take {
                let why = match (place, bold, numbered) {
                    (Place::Quote, ..) => "block quotes that ask",
                    (_, true, true) => "bold numbered lines",
                    (_, true, false) => "bold lines that ask",
                    (_, false, true) => "numbered lines",
                    _ => "paragraphs that ask",
                };
                taken.insert(slot.block);
                choice.take(index, why);
            }
        }
    }
}

/// Whether lines are counted through several sections, as questions of a collection are and the steps of
/// a section are not.
fn counts_through(choice: &Choice<'_, '_>, members: &[usize]) -> bool {
    let numbers = || {
        members
            .iter()
            .map(|&index| choice.slots[index].title.number)
    };
    let first = members
        .first()
        .map(|&index| choice.doc.under[choice.slots[index].block]);
    let last = members
        .last()
        .map(|&index| choice.doc.under[choice.slots[index].block]);
    let ascends = numbers()
        .zip(numbers().skip(1))
        .all(|(one, next)| one < next);
    members.len() >= 6 && first != last && ascends
}

/// The blocks of questions that have a mark, a number and an announced answer, with the place of that
/// answer: what stands right below such a name is the question in full.
fn named(choice: &Choice<'_, '_>) -> HashMap<NodeId, usize> {
    let chosen = (0..choice.slots.len()).filter(|&index| choice.chosen[index]);
    let named = chosen.filter_map(|index| {
        let slot = &choice.slots[index];
        let label = &choice.labels[choice.answered[index]?];
        let name = slot.title.mark.is_some() && slot.title.number.is_some();
        name.then_some((slot.block, label.start))
    });
    named.collect()
}

/// Whether every line of a paragraph is numbered, so that none says more about another:
/// `1.What is it?`, `2.Closures`.
fn lines_alone(choice: &Choice<'_, '_>, index: usize) -> bool {
    let slot = &choice.slots[index];
    let lines = slot.leaf.map_or(&[][..], |leaf| &choice.doc.lines[leaf]);
    let first = choice
        .slots
        .partition_point(|other| other.block < slot.block);
    let here = choice.slots[first..]
        .iter()
        .take(lines.len())
        .take_while(|other| other.block == slot.block && other.title.number.is_some());
    lines.len() >= 3 && here.count() == lines.len()
}

/// Whether something other than a heading follows.
fn answered_below(choice: &Choice<'_, '_>, index: usize) -> bool {
    let slot = &choice.slots[index];
    if !slot.bare && slot.place == Place::Paragraph {
        return true;
    }
    // A numbered line may be a question without an answer among others.
    if slot.title.number.is_some() {
        return true;
    }
    let doc = choice.doc;
    doc.blocks
        .after(slot.block)
        .is_some_and(|next| !matches!(doc.kind(next), Kind::Heading(_) | Kind::Rule))
}

/// Whether plain questions make up a good part of all paragraphs.
fn plain_series(choice: &Choice<'_, '_>, all: usize) -> bool {
    let doc = choice.doc;
    let paragraphs = doc
        .ids()
        .filter(|&id| *doc.kind(id) == Kind::Paragraph)
        .count();
    all * 4 >= paragraphs
}
