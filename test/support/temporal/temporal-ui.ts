import type { Browser, Page } from 'playwright-core';
import { chromium as playwright } from 'playwright-core';
import { join } from 'node:path';
import { acquire } from '../../../stack/acquire.ts';
import { chromium } from '../../../stack/components/chromium.ts';
import { progress } from '../scene.ts';

const width = 1_280;
/** Of the links to other parts of the UI. */
const barWidth = 64;
const margin = 16;
/** The frame of the details ends within a line of them. */
const lineHeight = 24;

/** A part of the page. */
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The Temporal Web UI as an operator sees it, in a real browser. */
export class TemporalUi implements AsyncDisposable {
  private readonly page: Page;
  private readonly cleanup: AsyncDisposableStack;

  private constructor(page: Page, cleanup: AsyncDisposableStack) {
    this.page = page;
    this.cleanup = cleanup;
  }

  /** Starts a browser, which is obtained where the machine has none; its profile lies in the folder. */
  static async open(folder: string): Promise<TemporalUi> {
    await using cleanup = new AsyncDisposableStack();
    const program = await acquire(chromium, progress);
    const running = await chromium.start(program, {
      dataDir: join(folder, 'browser'),
      logFile: join(folder, 'browser.log'),
    });
    cleanup.defer(() => chromium.stop(running));
    const browser: Browser = await playwright.connectOverCDP(running.url);
    const page = await browser.newPage({ viewport: { width, height: 1_000 } });
    return new TemporalUi(page, cleanup.move());
  }

  /** Opens the page of a workflow. */
  async visit(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole('button', { name: 'More Actions' }).waitFor();
  }

  /** What a workflow says of itself under User Metadata, as soon as it begins with these words. */
  async currentDetails(firstWords: string): Promise<string> {
    await this.page.getByRole('tab', { name: 'User Metadata' }).click();
    // The first frame shows its summary.
    const shown = this.page.locator('iframe').last().contentFrame().locator('body').filter({ hasText: firstWords });
    await shown.waitFor();
    return shown.innerText();
  }

  /** Shows what happened in a workflow, as the UI draws it. */
  async history(): Promise<void> {
    await this.page.getByRole('tab', { name: 'History' }).click();
    await this.page.getByText('Event History').first().waitFor();
  }

  /**
   * Sends something by its dialog: picks the name from the list, writes the data, presses Submit.
   *
   * @returns the red message; undefined when the dialog has closed, which means success.
   */
  async send(kind: 'a Signal' | 'an Update', name: string, json: string): Promise<string | undefined> {
    await this.prepare(kind, name, json);
    return this.submit();
  }

  /** Presses Submit in the dialog that is open; see {@link send}. */
  async submit(): Promise<string | undefined> {
    const message = await this.press();
    if (message !== undefined) await this.cancel();
    return message;
  }

  /** Presses Submit, and leaves a dialog open that shows a refusal; answers its red message. */
  async press(): Promise<string | undefined> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Submit' }).click();
    const refusal = dialog.getByRole('alert').getByRole('paragraph');
    await refusal.or(this.page.locator('body:not(:has(dialog[open]))')).waitFor();
    return (await refusal.isVisible()) ? refusal.innerText() : undefined;
  }

  /** Closes the dialog that is open. */
  async cancel(): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).last().click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Opens a dialog, picks the name from its list and writes the data, and leaves it open. */
  async prepare(kind: 'a Signal' | 'an Update', name: string, json: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More Actions' }).click();
    await this.page.getByRole('menuitem', { name: `Send ${kind}` }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Select / }).click();
    await this.page.getByRole('option', { name }).click();
    await this.page.getByRole('listbox').waitFor({ state: 'hidden' });
    const data = dialog.locator('[contenteditable="true"]');
    await data.fill(json);
    // It lays the text out anew when it is left, and the button moves.
    await data.blur();
  }

  /** Makes the browser's window as high as is said: what it shows next is laid out for that. */
  async resize(height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }

  /** Takes a picture of the page, without the bar on its left. */
  async picture(file: string): Promise<void> {
    const height = this.page.viewportSize()?.height ?? 0;
    await this.shoot(file, { x: barWidth, y: 0, width: width - barWidth, height });
  }

  /** Takes a picture of what a workflow says of itself; see {@link currentDetails}. */
  async pictureOfDetails(file: string): Promise<void> {
    const head = await this.page.getByRole('heading', { name: 'Current Details' }).boundingBox();
    const frame = await this.page.locator('iframe').last().boundingBox();
    if (!head || !frame) throw new Error('the page shows no details');
    const [x, y] = [head.x - margin, head.y - margin];
    await this.shoot(file, { x, y, width: width - x, height: frame.y + frame.height - lineHeight - y });
  }

  /** Takes a picture of the dialog that is open. */
  async pictureOfDialog(file: string): Promise<void> {
    await this.page.getByRole('dialog').screenshot({ path: file, animations: 'disabled' });
  }

  private async shoot(file: string, clip: Area): Promise<void> {
    // The page lays itself out more than once, and nothing says when that is over.
    await this.page.waitForTimeout(1_000);
    await this.page.screenshot({ path: file, animations: 'disabled', clip });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cleanup.disposeAsync();
  }
}
