/** The work of a request, the same code on every side that has Node: texts of columns to one number a row. */
export function sumRows(rows: readonly (readonly string[])[]): number[] {
  return rows.map((row) => {
    let sum = 0;
    for (const column of row) sum += Number(column);
    return sum;
  });
}
