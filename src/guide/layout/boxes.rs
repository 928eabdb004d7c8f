//! Containers whose titles ask: `<details>`, admonitions, accordions, callouts.

use foldhash::{HashMap, HashMapExt as _};

use super::choose::Choice;
use super::marked::is_lead_in;
use super::slot::{Place, Slot};
use crate::guide::asks::Asks;
use crate::guide::container::Form;

/// Takes them.
pub(super) fn choose(choice: &mut Choice<'_, '_>) {
    choice.settle();
    let mut groups: HashMap<(Place, String), Vec<usize>> = HashMap::new();
    for (index, slot) in choice.slots.iter().enumerate() {
        let boxed = matches!(slot.place, Place::Container(_) | Place::Callout);
        if boxed && !choice.is_label[index] && !slot.title.announces.contents {
            groups
                .entry((slot.place, slot.name.clone()))
                .or_default()
                .push(index);
        }
    }
    let announced = choice.is_announced();
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, members)| members.first().copied());
    for ((place, _), members) in groups {
        let count = |test: &dyn Fn(&Slot) -> bool| {
            members
                .iter()
                .filter(|&&index| choice.chosen[index] || test(&choice.slots[index]))
                .count()
        };
        let all = members.len();
        let surely = count(&|slot| slot.asks == Asks::Surely);
        let maybe = count(&|slot| slot.asks >= Asks::Maybe);
        let numbered = count(&|slot| slot.title.number.is_some());
        let series = all >= 3 && numbered * 10 >= all * 8 && (announced || maybe * 5 >= all);
        let mostly = all >= 2 && maybe * 2 >= all && surely > 0;
        let note = matches!(
            place,
            Place::Callout | Place::Container(Form::Admonition | Form::Directive)
        );
        for index in members {
            let slot = &choice.slots[index];
            if !choice.is_open(index) || is_lead_in(slot) {
                continue;
            }
            let inside = choice.is_inside(index);
            let asks = match slot.asks {
                Asks::Surely => !note || all >= 2 || !inside,
                Asks::Likely => mostly || announced || !note,
                Asks::Maybe => mostly,
                Asks::No => false,
            };
            let numbered = series && slot.title.number.is_some();
            if (asks && (!inside || surely * 2 >= all)) || (numbered && !inside) {
                choice.take(
                    index,
                    if numbered {
                        "numbered containers"
                    } else {
                        "containers whose titles ask"
                    },
                );
            }
        }
    }
}
