//! Lists whose items hold one line only: questions without answers.

use foldhash::{HashMap, HashMapExt as _};

use super::{announced, company, lead_in};
use crate::guide::asks::Asks;
use crate::guide::blocks::{Kind, NodeId};
use crate::guide::layout::choose::Choice;
use crate::guide::layout::marked::is_lead_in;
use crate::guide::layout::slot::Place;
use crate::guide::words;

/// Takes them, list by list.
pub(super) fn choose(choice: &mut Choice<'_, '_>) {
    choice.settle();
    let mut lists: HashMap<NodeId, Vec<usize>> = HashMap::new();
    for (index, slot) in choice.slots.iter().enumerate() {
        if matches!(slot.place, Place::Item(_)) {
            let list = choice.doc.blocks.nodes[slot.block].parent;
            lists.entry(list).or_default().push(index);
        }
    }
    let mut lists: Vec<_> = lists.into_iter().collect();
    lists.sort_unstable();
    let series = is_series(choice, &lists);
    let mut several = choice.why.contains_key("numbered lines");
    for (list, members) in lists {
        if lists_reading(choice, list) {
            continue;
        }
        let all = members.len();
        let count = |least: Asks| {
            members
                .iter()
                .filter(|&&index| choice.slots[index].asks >= least)
                .count()
        };
        let (surely, likely, maybe) =
            (count(Asks::Surely), count(Asks::Likely), count(Asks::Maybe));
        let announced = announced(choice, list);
        let company = company(choice, list).is_some();
        let lead = lead_in(choice, list);
        if lead.is_some_and(|lead| words::announces(lead).follow_ups) {
            continue;
        }
        let mostly = maybe * 10 >= all * 6 && (likely > 0 || maybe * 10 >= all * 8);
        let ordered = matches!(choice.doc.kind(list), Kind::List(Some(_)));
        let chosen = members.iter().filter(|&&index| choice.chosen[index]);
        let (chosen, labelled) = (
            chosen.clone().count(),
            chosen.filter(|&&index| choice.answered[index].is_some()),
        );
        let (labelled, among) = (labelled.count(), chosen >= 2 && chosen * 2 >= all);
        let pair = several && all == 2 && likely == 2 && surely > 0;
        // Orders count beside questions; alone they may be what a lesson wants to teach.
        let orders = all >= 4 && surely * 2 >= all && likely * 10 >= all * 8;
        let alone = (all >= 3 && surely * 10 >= all * 8)
            || orders
            || (series && surely * 2 >= all && choice.doc.blocks.nodes[list].parent == 0);
        several |= alone;
        for index in members {
            let slot = &choice.slots[index];
            // `What will this print?` may show what it means.
            let shows = !slot.bare && slot.asks == Asks::Surely && is_shown(choice, slot.block);
            let answered = slot.inline_answer.is_some() && slot.asks == Asks::Surely;
            if !(slot.bare || shows || answered)
                || !choice.is_open(index)
                || choice.is_inside(index)
                || is_lead_in(slot)
            {
                continue;
            }
            let take = if announced || company {
                mostly || slot.asks == Asks::Surely
            } else {
                (alone
                    && (slot.asks == Asks::Surely
                        || (orders && slot.asks >= Asks::Maybe)
                        || (series && mostly)))
                    || pair
                    || (among && slot.asks >= Asks::Maybe)
                    // Among questions whose answers are announced, one is still to be answered.
                    || (ordered && labelled >= 3 && labelled * 10 >= all * 6)
            };
            if take {
                let why = if announced || company {
                    "bare list items below a heading or line that announces questions"
                } else {
                    "lists of bare questions"
                };
                choice.take(index, why);
            }
        }
    }
}

/// Whether an item holds nothing but its line and code.
fn is_shown(choice: &Choice<'_, '_>, item: NodeId) -> bool {
    let doc = choice.doc;
    let mut below = doc.blocks.children(item).skip(1).peekable();
    below.peek().is_some() && below.all(|id| matches!(doc.kind(id), Kind::Code { .. }))
}

/// Whether a list below `Further reading` or the like holds links only.
fn lists_reading(choice: &Choice<'_, '_>, list: NodeId) -> bool {
    let doc = choice.doc;
    let heading = doc.under[list].map(|at| &doc.headings[at]);
    let said = lead_in(choice, list)
        .or_else(|| heading.map(|heading| heading.title.text.as_str()))
        .is_some_and(|title| words::READING.has(&words::fold(title)));
    said && doc.blocks.children(list).all(|item| {
        let line = doc.lines.get(item + 1).and_then(|lines| lines.first());
        line.is_some_and(|line| line.linked * 2 >= line.text.len())
    })
}

/// Whether the outermost lists of a text are made of bare questions, taken together.
fn is_series(choice: &Choice<'_, '_>, lists: &[(NodeId, Vec<usize>)]) -> bool {
    let (mut all, mut surely) = (0, 0);
    for (list, members) in lists {
        if choice.doc.blocks.nodes[*list].parent != 0 {
            continue;
        }
        for &index in members {
            all += 1;
            let slot = &choice.slots[index];
            surely += usize::from(slot.bare && slot.asks == Asks::Surely);
        }
    }
    all >= 5 && surely * 10 >= all * 6
}
