//! Notebooks: each cell is a document, and what a cell means depends on the cells before it. A
//! question about a cell is answered from all cells up to it as one text.

use std::collections::HashMap;

use tower_lsp::ls_types::{NotebookDocumentChangeEvent, Uri};

use super::documents::View;

/// The order of the cells of each notebook, and what was made of them.
#[derive(Debug, Default)]
pub struct Notebooks {
    cells: HashMap<Uri, Vec<Uri>>,
    joined: HashMap<Uri, (Vec<View>, Joined)>,
}

/// A cell with all that stands before it.
#[derive(Clone, Debug)]
pub struct Joined {
    pub view: View,
    /// At which line the cell begins.
    pub first_line: u32,
}

impl Notebooks {
    /// A notebook with these cells.
    pub fn open(&mut self, notebook: Uri, cells: Vec<Uri>) {
        self.cells.insert(notebook, cells);
    }

    /// A cell that came as a plain document: its address is that of the notebook, and a fragment.
    /// Such cells come in their order.
    pub fn open_cell(&mut self, cell: &Uri) {
        let is_known = self.cells.values().any(|cells| cells.contains(cell));
        let notebook = cell.as_str().split('#').next().unwrap_or_default();
        if let (false, Ok(notebook)) = (is_known, notebook.parse()) {
            self.cells.entry(notebook).or_default().push(cell.clone());
        }
    }

    /// Cells that were moved, added or taken away.
    pub fn change(&mut self, notebook: &Uri, change: &NotebookDocumentChangeEvent) {
        let structure = change
            .cells
            .as_ref()
            .and_then(|cells| cells.structure.as_ref());
        let (Some(structure), Some(cells)) = (structure, self.cells.get_mut(notebook)) else {
            return;
        };
        let array = &structure.array;
        let start = usize::try_from(array.start)
            .unwrap_or(usize::MAX)
            .min(cells.len());
        let count = usize::try_from(array.delete_count).unwrap_or(usize::MAX);
        let end = start.saturating_add(count).min(cells.len());
        let added = array
            .cells
            .iter()
            .flatten()
            .map(|cell| cell.document.clone());
        cells.splice(start..end, added.collect::<Vec<_>>());
    }

    /// Forgets a notebook; gives its cells.
    pub fn close(&mut self, notebook: &Uri) -> Vec<Uri> {
        let cells = self.cells.remove(notebook).unwrap_or_default();
        for cell in &cells {
            self.joined.remove(cell);
        }
        cells
    }

    /// Forgets a cell that came as a plain document.
    pub fn close_cell(&mut self, cell: &Uri) {
        self.joined.remove(cell);
        for cells in self.cells.values_mut() {
            cells.retain(|known| known != cell);
        }
        self.cells.retain(|_, cells| !cells.is_empty());
    }

    /// Forgets what was made with another library.
    pub fn forget(&mut self) {
        self.joined.clear();
    }

    /// The cells up to `cell`, it included; empty where it is in no notebook.
    pub fn upto(&self, cell: &Uri) -> &[Uri] {
        let mut notebooks = self.cells.values();
        notebooks
            .find_map(|cells| {
                let place = cells.iter().position(|known| known == cell)?;
                cells.get(..=place)
            })
            .unwrap_or_default()
    }

    /// The text of `cells`, the views of all cells up to `cell`, as one. Made once for each state of
    /// them.
    pub fn join(&mut self, cell: &Uri, cells: Vec<View>) -> Joined {
        if let Some((known, joined)) = self.joined.get(cell) {
            let is_same = known.len() == cells.len()
                && known
                    .iter()
                    .zip(&cells)
                    .all(|(one, other)| one.is_same(other));
            if is_same {
                return joined.clone();
            }
        }
        let mut text = String::new();
        let mut first_line = 0;
        let mut version = 0;
        for (number, view) in cells.iter().enumerate() {
            if number > 0 && !text.ends_with('\n') {
                text.push('\n');
            }
            if number + 1 == cells.len() {
                let lines = text.bytes().filter(|&byte| byte == b'\n').count();
                first_line = u32::try_from(lines).unwrap_or(u32::MAX);
                version = view.document().version();
            }
            push_cell(&mut text, &view.document().rope().to_string());
        }
        let joined = Joined {
            view: View::new(&text, version),
            first_line,
        };
        self.joined.insert(cell.clone(), (cells, joined.clone()));
        joined
    }
}

/// What a cell magic may be followed by so that the rest of the cell is still Python.
const PYTHON_MAGICS: [&str; 5] = ["%%time", "%%timeit", "%%capture", "%%prun", "%%python"];

/// Adds a cell with what is IPython's own made a comment of the same length: magics, commands for
/// the shell, and cells in other languages. Line ends become plain, which columns do not notice.
fn push_cell(out: &mut String, cell: &str) {
    let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
    let first = cell.trim_start();
    let is_foreign = first.starts_with("%%")
        && !PYTHON_MAGICS
            .iter()
            .any(|magic| first.split_whitespace().next() == Some(magic));
    for line in cell.split_inclusive('\n') {
        let code = line.trim_start();
        let is_magic = code.starts_with(['%', '!', '?']) || code.trim_end().ends_with('?');
        match code.chars().next() {
            Some(first) if (is_magic || is_foreign) && first.is_ascii() => {
                let indent = line.len() - code.len();
                out.push_str(&line[..indent]);
                out.push('#');
                out.push_str(&code[1..]);
            }
            // A letter of several bytes keeps its width in every encoding only as it is.
            Some(_) if is_foreign => {
                out.extend(line.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            }
            _ => out.push_str(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ipythons_own_becomes_a_comment() {
        let cell = |text: &str| {
            let mut out = String::new();
            push_cell(&mut out, text);
            out
        };
        assert_eq!(
            cell("%timeit f()\nx = 1\r\n  !ls"),
            "#timeit f()\nx = 1\n  #ls"
        );
        assert_eq!(cell("%%bash\nls\n"), "#%bash\n#s\n");
        assert_eq!(cell("%%time\nx = 1\n"), "#%time\nx = 1\n");
        assert_eq!(cell("len?\nx % 2\n"), "#en?\nx % 2\n");
    }
}
