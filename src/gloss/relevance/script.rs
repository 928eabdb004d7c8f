//! Scripts that are written without blanks between words, and the two ways to write Chinese.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Whether the letter belongs to a script that is written without blanks between words, or joins its
/// endings to words of other scripts, as Korean does.
pub(super) fn unparted(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{0E00}'..='\u{0E7F}')
}

/// Whether a sign parts words in those scripts: `，`, `「`, `？`.
pub(super) fn parts(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

/// The runs of `word` in one script each: `GIL`, `이란` of `GIL이란`.
pub(super) fn runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = unparted(rest.chars().next()?);
        let end = match rest.is_ascii() {
            true => rest.len(),
            false => rest.find(|c| unparted(c) != first).unwrap_or(rest.len()),
        };
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// Traditional characters of the terms of programming, each before the simplified one.
const TRADITIONAL: &str = "\
    並并 亂乱 佈布 佔占 併并 侷局 係系 俱具 個个 側侧 偽伪 傑杰 備备 傢家 傳传 僅仅 儘尽 優优 儲储 內内 兩两 冊册 冪幂 凍冻 \
    別别 刪删 則则 創创 劃划 動动 務务 匯汇 區区 協协 參参 員员 問问 單单 嚮向 國国 圖图 執执 塊块 壓压 夾夹 學学 實实 寫写 \
    對对 導导 層层 屬属 帶带 幀帧 幫帮 庫库 廠厂 廢废 廣广 張张 強强 彆别 彙汇 後后 徑径 復复 徵征 態态 憑凭 憶忆 應应 懶懒 \
    戶户 拋抛 捨舍 換换 搆构 撲扑 擇择 擊击 據据 擬拟 擴扩 數数 斷断 於于 昇升 時时 暫暂 曆历 書书 會会 條条 棄弃 棧栈 業业 \
    構构 樁桩 標标 樣样 樹树 機机 檔档 檢检 檯台 權权 歷历 歸归 氾泛 汎泛 沖冲 洩泄 淺浅 減减 測测 準准 滾滚 漸渐 潰溃 濾滤 \
    為为 無无 熱热 爭争 爾尔 狀状 獨独 獲获 現现 環环 產产 畫画 異异 發发 盡尽 監监 確确 碼码 礎础 禪禅 種种 稱称 積积 穩稳 \
    穫获 競竞 筆笔 箇个 節节 範范 簡简 簽签 籤签 約约 純纯 級级 終终 組组 結结 絕绝 絡络 統统 綁绑 經经 綠绿 維维 網网 綴缀 \
    線线 編编 緩缓 練练 縮缩 織织 繪绘 繫系 繼继 續续 義义 習习 聯联 聲声 職职 腳脚 臨临 臺台 與与 舉举 蒐搜 蓋盖 藍蓝 處处 \
    虛虚 號号 蟲虫 術术 衛卫 衝冲 補补 裝装 裡里 製制 複复 見见 規规 視视 覺觉 觀观 觸触 訂订 計计 訓训 託托 記记 訪访 設设 \
    註注 証证 評评 詞词 詢询 試试 話话 誌志 認认 語语 誤误 調调 請请 證证 識识 譯译 議议 護护 讀读 變变 貝贝 負负 貪贪 責责 \
    費费 資资 賦赋 質质 賴赖 跤交 跼局 踐践 蹤踪 較较 載载 輪轮 輯辑 輸输 轉转 迴回 連连 週周 進进 運运 過过 達达 遞递 遠远 \
    適适 遲迟 遷迁 選选 還还 邏逻 郵邮 鄰邻 釋释 針针 鉤钩 銀银 錄录 錯错 錶表 鍵键 鎖锁 鏈链 鑑鉴 鑒鉴 鑰钥 鑽钻 長长 門门 \
    閉闭 開开 間间 閱阅 闆板 關关 陞升 陣阵 隊队 階阶 際际 隨随 隱隐 隻只 雙双 雜杂 離离 雲云 電电 靜静 響响 頁页 項项 順顺 \
    預预 頭头 頸颈 頻频 題题 類类 風风 颱台 飾饰 餘余 駐驻 驅驱 驗验 體体 髮发 鴨鸭 鹽盐 麵面 麼么 點点 齣出";

/// A Chinese text in simplified characters, as far as the names of subjects need it.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    static KNOWN: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let pairs = TRADITIONAL.split_whitespace().map(|pair| {
            let mut signs = pair.chars();
            signs.next().zip(signs.next())
        });
        pairs.flatten().collect()
    });
    if !text.chars().any(|c| KNOWN.contains_key(&c)) {
        return Cow::Borrowed(text);
    }
    let simple = |c: char| KNOWN.get(&c).copied().unwrap_or(c);
    Cow::Owned(text.chars().map(simple).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_two_scripts_is_two_words() {
        assert_eq!(runs("GIL이란").collect::<Vec<_>>(), ["GIL", "이란"]);
        assert_eq!(runs("中list和").collect::<Vec<_>>(), ["中", "list", "和"]);
        assert_eq!(runs("décorateur").collect::<Vec<_>>(), ["décorateur"]);
        assert_eq!(runs("").count(), 0);
    }

    #[test]
    fn traditional_characters_read_as_simplified_ones() {
        assert_eq!(simplified("裝飾器與閉包"), "装饰器与闭包");
        assert!(matches!(simplified("列表"), Cow::Borrowed(_)));
    }
}
