/**
 * By what people find something that is kept among the evidence: its address, else its name.
 *
 * @param publicUrl where people reach the worker; null where they do not.
 */
export function evidenceAddress(publicUrl: string | null, id: string): string {
  return publicUrl === null ? id : `${publicUrl.replace(/\/+$/, '')}/evidence/${id}`;
}
