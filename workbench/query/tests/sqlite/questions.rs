//! Tests that the user is asked before a statement that would change all rows of a table runs.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use multisplit_pane_query::QueryState;

use crate::{CTRL, Shop, shop};

const NO_WHERE: &str = "This DELETE has no WHERE: it changes every row of `orders`.";

/// Creates a pane on a table `orders` of three rows, with a statement typed and run by a key.
fn asked(sql: &str) -> Shop {
    let mut shop = shop();
    shop.desk.run("CREATE TABLE orders(a); INSERT INTO orders VALUES (1), (2), (3)");
    shop.desk.harness.state_mut().restore(&QueryState { sql: String::new(), ..QueryState::default() });
    shop.desk.harness.run_steps(2);
    shop.desk.type_text(sql).press(CTRL, Key::Enter);
    shop
}

impl Shop {
    fn orders(&self) -> i64 {
        let connection = rusqlite::Connection::open(self.file("shop.db")).unwrap();
        connection.query_row("SELECT count(*) FROM orders", [], |row| row.get(0)).unwrap()
    }

    /// Checks that the question is gone, nothing ran, and what is typed goes into the text.
    fn is_as_before(&mut self, sql: &str) {
        assert!(!self.desk.sees("has no WHERE") && !self.desk.sees("Run it"), "{:#?}", self.desk.labels());
        assert!(!self.desk.harness.state().is_busy());
        assert_eq!(self.orders(), 3);
        self.desk.type_text(" x");
        assert_eq!(self.state().sql, format!("{sql} x"));
    }

    fn focused(&self) -> bool {
        self.desk.harness.get_by_label("Cancel").is_focused()
    }
}

#[test]
fn a_delete_without_where_runs_after_run_it_and_not_before() {
    let mut shop = asked("DELETE FROM orders");
    shop.desk.until_seen(NO_WHERE);
    shop.desk.harness.run_steps(10);
    assert!(!shop.desk.harness.state().is_busy() && shop.orders() == 3);
    assert!(shop.focused(), "a hasty key is a no");
    shop.desk.click("Run it").until_seen("3 rows changed");
    assert_eq!(shop.orders(), 0);
    assert!(!shop.desk.sees("has no WHERE"));
    shop.desk.type_text(" x");
    assert_eq!(shop.state().sql, "DELETE FROM orders x", "the keyboard is back in the text");
}

#[test]
fn cancel_escape_and_enter_run_nothing_and_give_the_keyboard_back() {
    let sql = "DELETE FROM orders";
    let mut shop = asked(sql);
    shop.desk.click("Cancel");
    shop.is_as_before(sql);
    for key in [Key::Escape, Key::Enter, Key::Space] {
        let mut shop = asked(sql);
        shop.desk.press(Modifiers::NONE, key);
        shop.is_as_before(sql);
    }
}

#[test]
fn what_is_typed_in_the_same_frame_behind_escape_goes_into_the_text() {
    let mut shop = asked("DELETE FROM orders");
    let key = |pressed| Event::Key {
        key: Key::Escape,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    shop.desk.harness.input_mut().events.extend([key(true), key(false), Event::Text(" WHERE a = 1".to_owned())]);
    shop.desk.harness.run_steps(2);
    assert_eq!(shop.state().sql, "DELETE FROM orders WHERE a = 1");
    shop.desk.press(CTRL, Key::Enter).until_seen("1 row changed");
    assert_eq!(shop.orders(), 2);
}

#[test]
fn the_keys_that_run_are_no_answer() {
    let mut shop = asked("DELETE FROM orders");
    shop.desk.press(CTRL, Key::Enter).press(Modifiers::NONE, Key::F5).press(CTRL, Key::Enter);
    assert!(shop.desk.sees(NO_WHERE) && shop.focused() && shop.orders() == 3);
    shop.desk.click("Run").click("Run");
    assert!(shop.desk.sees(NO_WHERE) && shop.orders() == 3, "nor is the button");
}

#[test]
fn the_keyboard_walks_to_run_it() {
    let mut shop = asked("DELETE FROM orders");
    shop.desk.press(Modifiers::SHIFT, Key::Tab);
    assert!(shop.desk.harness.get_by_label("Run it").is_focused());
    shop.desk.press(Modifiers::NONE, Key::Enter).until_seen("3 rows changed");
}

#[test]
fn one_question_lists_all_statements_of_a_script_and_none_of_them_runs_before() {
    let mut shop = asked("");
    let sql = "INSERT INTO orders VALUES (4); delete from orders; UPDATE \"orders\" SET a = (SELECT 1 WHERE true); \
               DELETE FROM orders WHERE a = 9; DROP TABLE orders";
    shop.desk.start(sql).until_seen(NO_WHERE);
    assert!(shop.desk.sees("This UPDATE has no WHERE: it changes every row of `orders`."));
    assert!(shop.desk.sees("This DROP TABLE removes `orders`"));
    assert_eq!((shop.desk.harness.query_all_by_label("Run it").count(), shop.orders()), (1, 3));
    shop.desk.press(Modifiers::NONE, Key::Escape);
    assert_eq!(shop.orders(), 3, "not even the first");
    shop.desk.start(sql).click("Run it").until_idle();
    assert!(shop.desk.sees("5 of 5"));
}

#[test]
fn very_many_statements_are_counted() {
    let mut shop = asked("");
    shop.desk.start(&"DELETE FROM orders;".repeat(30)).until_seen("And 22 more like these.");
    assert_eq!(shop.orders(), 3);
}

#[test]
fn another_text_withdraws_the_question() {
    let mut shop = asked("DELETE FROM orders");
    shop.desk.harness.state_mut().restore(&QueryState { sql: "SELECT 1".to_owned(), ..QueryState::default() });
    shop.desk.harness.run_steps(2);
    assert!(!shop.desk.sees("Run it"));
    shop.desk.run("SELECT 'goes on' AS it");
    assert!(shop.desk.sees("goes on") && shop.orders() == 3);
}

#[test]
fn a_pane_that_is_given_the_keyboard_keeps_it_on_the_question() {
    let mut shop = asked("DELETE FROM orders");
    shop.desk.harness.state_mut().request_focus();
    shop.desk.harness.run_steps(2);
    assert!(shop.focused());
    shop.desk.press(Modifiers::NONE, Key::Escape);
    shop.is_as_before("DELETE FROM orders");
}

#[test]
fn a_statement_with_its_own_where_just_runs() {
    let mut shop = asked("DELETE FROM orders WHERE a = 1");
    shop.desk.until_seen("1 row changed");
    assert_eq!(shop.orders(), 2);
}
