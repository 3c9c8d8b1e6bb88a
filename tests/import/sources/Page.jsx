export const Page = () => (<div><table className="x"><thead><tr><th>Code</th><th>Description</th></tr></thead><tbody>
<tr><td><code>{'JSX_ONE'}</code></td><td>One</td></tr><tr><td>{"JSX_TWO"}</td><td>Two</td></tr></tbody></table></div>);
